// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class NginxUwsgiConformance : PythonServerConformance
{
    protected override string Name => "uwsgi-nginx";

    // SystemExit in a request ends the worker; without its keys in the environ it sometimes answers and sometimes does not.
    protected override IReadOnlyList<string> Deadly => ["python exits", "csharp empties_environ", "python empties_environ"];

    protected override IReadOnlyList<Command> Commands(int port, string folder)
    {
        File.WriteAllText($"{folder}/nginx.conf", $$"""
            pid {{folder}}/nginx.pid;
            error_log stderr;
            daemon off;
            worker_processes 1;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                uwsgi_temp_path {{folder}}/uwsgi;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                scgi_temp_path {{folder}}/scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        include /etc/nginx/uwsgi_params;
                        uwsgi_pass unix:{{folder}}/uwsgi.sock;
                        uwsgi_buffering off;
                    }
                }
            }
            """);
        return [UwsgiConformance.Workers("--socket", $"{folder}/uwsgi.sock", "--chmod-socket=666"), new("/usr/sbin/nginx", "-c", $"{folder}/nginx.conf") { Signal = 3 }];
    }
}
