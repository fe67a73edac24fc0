"""What every connector must do, as tests that its own tests inherit; also from another package.

```python
# conftest.py
pytest_plugins = ("pipeline.connector_contract.plugin",)  # a broker, started for the tests

# test_contract.py
from pipeline.connector_contract.receiving import ReceiverContract

class TestContract(ReceiverContract):
    ...  # what the platform's calls look like
```

`receiving.ReceiverContract` is for callbacks, `polling.PollerContract` for lists that are asked
for, `listening.ListenerContract` for sockets, `filing.FileContract` for files. They use nothing but
the real parts: HTTP, WebSockets, the connector server, a Kafka broker. Needs the extra
`guiyi[testing]`.
"""
