"""Serves a second NuGet source without packages, which lists a vulnerability of AWSSDK.Core, and writes a nuget.config that adds it.

usage: advisory.py FOLDER
"""

import http.server
import json
import os
import sys


class Source(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        answer = {
            "/index.json": {
                "version": "3.0.0",
                "resources": [
                    {"@id": f"{base}/packages/", "@type": "PackageBaseAddress/3.0.0"},
                    {"@id": f"{base}/vulnerabilities.json", "@type": "VulnerabilityInfo/6.7.0"},
                ],
            },
            "/vulnerabilities.json": [{"@name": "base", "@id": f"{base}/base.json", "@updated": "2026-01-01T00:00:00Z"}],
            "/base.json": {"awssdk.core": [{"url": f"{base}/advisory", "severity": 2, "versions": "[1.0.0, )"}]},
        }.get(self.path)
        self.send_response(200 if answer else 404)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Source)
with open(os.path.join(sys.argv[1], "nuget.config"), "w", encoding="utf-8") as file:
    file.write(
        '<configuration><packageSources><add key="second" allowInsecureConnections="true" '
        f'value="http://127.0.0.1:{server.server_port}/index.json" /></packageSources></configuration>\n'
    )
server.serve_forever()
