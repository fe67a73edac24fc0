"""WeChat's calls, and beside them those of the brand's backend."""

from dataclasses import dataclass

from connectors.sdk.receiver import Received, Refused, Request
from connectors.wechat.receiver import PushReceiver
from connectors.wechat_miniprogram.login import LoginReceiver

LOGIN_PATH = "/login"


@dataclass(frozen=True, slots=True)
class MiniProgramReceiver:
    """Answers all calls of one mini program; without `logins` only WeChat's."""

    pushes: PushReceiver
    logins: LoginReceiver | None
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """See `Receiver.receive`.

        Raises:
            Refused: as the two do; 404 for another path, 405 for another method than POST there.
        """
        if not request.path:
            return self.pushes.receive(request)
        if request.path != LOGIN_PATH or self.logins is None:
            raise Refused(404, "unknown_path")
        if request.method != "POST":
            raise Refused(405, "wrong_method")
        return self.logins.receive(request)
