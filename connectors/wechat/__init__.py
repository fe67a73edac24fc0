"""What the WeChat family shares: Official Accounts, mini programs, shops and WeCom."""
