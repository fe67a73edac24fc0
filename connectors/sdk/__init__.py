"""What a platform's package is written with, and what runs it.

Written with: `source.Source` (one account of the brand, as configured), `receiver.Receiver`
(callbacks), `poller.Poller` (pages), `reading.Reading` (payload to customer events), `payload`,
`json_text`, `xml_text`, `times`, `signatures`.
Run by: `server` (all receivers and pollers in one ASGI app), `publisher`, `cursors`, `polling`.
"""
