"""The platforms' side, for tests and the demo.

Each module is a platform: `<Platform>End(...)` holds what it is given, in the platform's own form,
and its `app` answers polls and sockets as the platform does; its functions, or those of
`<platform>_callbacks`, make a platform's calls, signed as it signs them. Shared by them: `call`,
`pushing` (deliveries that are repeated, late and tried again), `tokens`, `limits`, `interrupting`
(an end that is away for a while), `serving`.
"""
