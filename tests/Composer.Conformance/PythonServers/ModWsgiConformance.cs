// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

public sealed class ModWsgiConformance : PythonServerConformance
{
    private const string Modules = "/usr/lib/apache2/modules";

    protected override string Name => "mod_wsgi";

    protected override IReadOnlyList<Command> Commands(int port, string folder)
    {
        File.WriteAllText($"{folder}/httpd.conf", $"""
            ServerRoot {folder}
            ServerName localhost
            Listen 127.0.0.1:{port}
            PidFile {folder}/httpd.pid
            ErrorLog /dev/stderr
            LoadModule mpm_event_module {Modules}/mod_mpm_event.so
            LoadModule authz_core_module {Modules}/mod_authz_core.so
            LoadModule wsgi_module {Modules}/mod_wsgi.so
            User www-data
            Group www-data
            WSGISocketPrefix {folder}/wsgi
            WSGIDaemonProcess site processes=2 threads=4 python-path={ServerProcesses.Variables(folder)["PYTHONPATH"]}
            WSGIProcessGroup site
            WSGIApplicationGroup %{"{GLOBAL}"}
            WSGIPassAuthorization On
            WSGIScriptAlias / {ServerProcesses.Apps}/served.py
            <Directory {ServerProcesses.Apps}>
                Require all granted
            </Directory>

            """);
        return [new("/usr/sbin/apache2", "-f", $"{folder}/httpd.conf", "-DFOREGROUND")];
    }
}
