"""What the WeChat family shares: Official Accounts, mini programs, shops and WeCom.

Callbacks: `envelope` (signatures, encryption, the echo), `receiver` (one raw event for each call),
`message` (XML or JSON), `dedupe`. Reading: `push`, `people`, `templates`. REST: `api`.
"""
