"""The demo's `connectors.yaml` and its invented secrets, in the stack's data directory."""

from pathlib import Path
from typing import Any

import yaml

from pipeline.demo import brand
from pipeline.demo.payloads.weibo import BRAND_UID
from pipeline.demo.people import OPEN_PLATFORM

ONE_ROUND_SECONDS = 86_400
"""The day is over when everything was polled once."""


def write_sources(data_dir: Path, platforms_url: str | None = None) -> Path:
    """Write the accounts, polled from simulated platforms at the URL; without one not polled."""
    secrets = _Secrets(data_dir / "secrets")
    content = {
        "wechat_oa": {
            name: {
                "app_id": account.app_id,
                "open_platform": OPEN_PLATFORM,
                "token": secrets.keep(f"wechat_{name}_token", account.token),
            }
            | (
                {"encoding_aes_key": secrets.keep(f"wechat_{name}_aes_key", account.aes_key)}
                if account.aes_key
                else {"mode": "plain"}
            )
            | _polled(
                platforms_url,
                app_secret=secrets.keep("wechat_app_secret", brand.WECHAT_APP_SECRET),
                followers_interval_seconds=ONE_ROUND_SECONDS,
            )
            for name, account in brand.WECHAT.items()
        },
        "weibo": {
            brand.WEIBO: {
                "uid": str(BRAND_UID),
                "app_secret": secrets.keep("weibo_app_secret", brand.WEIBO_APP_SECRET),
            }
            | _polled(
                platforms_url,
                access_token=secrets.keep("weibo_access_token", brand.WEIBO_ACCESS_TOKEN),
                interval_seconds=ONE_ROUND_SECONDS,
            )
        },
        "web": {
            brand.WEB: {
                "write_key": secrets.keep("web_write_key", brand.WEB_WRITE_KEY),
                "open_platform": OPEN_PLATFORM,
            }
        },
    }
    path = data_dir / "connectors.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def _polled(platforms_url: str | None, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 (YAML)
    return {} if platforms_url is None else {"base_url": platforms_url, **settings}


class _Secrets:
    """Keeps each value in a file of its own, because none may stand in `connectors.yaml`."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, exist_ok=True)
        self._directory = directory

    def keep(self, name: str, value: str) -> str:
        path = self._directory / name
        path.write_text(value, encoding="utf-8")
        return f"file:{path}"
