"""Xiaohongshu 小红书, the shop: orders and after-sales, pushed and asked for.

A push is signed in its headers, but the signature does not cover the body: whoever sees one call
can send another body with it. So the address holds a secret segment, which only the platform knows.
And where the orders can be asked for, a push is not believed: it only has them asked for at once,
and what they say then is told. Without a refresh token there is nothing to ask with, and pushes are
all there is. After-sales are told from their pushes either way.

No buyer is named. The receiver's name, phone and address come encrypted, and of the strings that
stand for them (`openAddressId`, the index of the decryption call) nobody documents that they are
the same for one person's orders: they are not read. So orders are events of nobody.

Verified against the platform's published vector (v1) or SDKs' code: the signatures of v1, v3 and of
pushes; one gateway for all methods; the push's array and its tags; that status 4 is pushed twice;
the token's fields, with another refresh token each time.

Not verified on a live account: the parameters of `order.getOrderList` (times in seconds, by time of
update over 30 minutes at most, 100 a page); that `order.getOrderDetail` has `totalPayAmount`, in
fen, and when things happened; how an expired token is told (by a message that names it); what
after-sale pushes hold beyond the order's number.

Notes, comments, private messages and followers have no interface for brands; what is exported of
them is imported by `guiyi import comments`.
"""
