"""The brand's own backend, which tells of logins."""

from pipeline.simulator.call import Call


def login(secret: str, body: bytes) -> Call:
    """Its call with this body."""
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
    return Call(path="/login", headers=headers, body=body)
