"""The figures by which speed and quality are judged."""
