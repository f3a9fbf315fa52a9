// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The servers that existing config files name. Composer's own serves in their place and understands their settings.</summary>
internal static class LegacyServers
{
    /// <summary>The component that takes their place.</summary>
    public const string Replacement = "http";

    private static readonly LegacyServer Waitress = new()
    {
        Host = "0.0.0.0",
        Port = "8080",
        Settings = Map(
            "host", "port", "listen=bind", "backlog", "server_name", "connection_limit", "channel_timeout",
            "max_request_header_size", "max_request_body_size", "unix_socket", "unix_socket_perms", "url_scheme"),
        Meaningless = Names(
            "ident", "ipv4", "ipv6", "recv_bytes", "send_bytes", "inbuf_overflow", "outbuf_overflow", "outbuf_high_watermark", "inbuf_high_watermark",
            "cleanup_interval", "asyncore_loop_timeout", "asyncore_use_poll", "log_socket_errors", "log_untrusted_proxy_headers", "channel_request_lookahead", "expose_tracebacks"),
    };

    private static readonly LegacyServer PasteHttp = new()
    {
        Settings = Map("host", "port", "ssl_pem=certfile", "request_queue_size=backlog"),
        Threads = "threadpool_workers",
        Meaningless = Names(
            "use_threadpool", "daemon_threads", "threadpool_options", "server_version", "protocol_version", "start_loop", "socket_timeout", "ssl_context",
            "threadpool_hung_thread_limit", "threadpool_kill_thread_limit", "threadpool_dying_limit", "threadpool_spawn_if_under", "threadpool_max_zombie_threads_before_die",
            "threadpool_hung_check_period", "threadpool_max_requests"),
    };

    private static readonly LegacyServer Gunicorn = new()
    {
        Port = "8000",
        Settings = Map(
            "host", "port", "bind", "backlog", "certfile", "keyfile", "keepalive", "graceful_timeout",
            "limit_request_line", "limit_request_fields"),
        Meaningless = Names(
            "workers", "worker_class", "worker_connections", "worker_tmp_dir", "max_requests", "max_requests_jitter", "timeout", "preload_app", "preload", "daemon", "pidfile",
            "proc_name", "accesslog", "errorlog", "loglevel", "access_log_format", "limit_request_field_size", "reuse_port", "sendfile", "chdir", "debug", "spew"),
    };

    private static readonly LegacyServer WsgiRef = new()
    {
        Host = "0.0.0.0",
        Settings = Map("host", "port"),
    };

    private static readonly LegacyServer CherryPy = new()
    {
        Settings = Map("host", "port", "server_name", "request_queue_size=backlog", "ssl_pem=certfile", "shutdown_timeout=graceful_timeout"),
        Threads = "numthreads",
        Meaningless = Names("max", "timeout", "protocol_version"),
    };

    private static readonly LegacyServer WsgiUtils = new()
    {
        Settings = Map("host", "port"),
        Threads = "max_threads",
    };

    private static readonly (string Distribution, string EntryPoint, LegacyServer Server)[] Table =
    [
        ("waitress", "main", Waitress),
        ("Paste", "http", PasteHttp),
        ("PasteScript", "http", PasteHttp),
        ("gunicorn", "main", Gunicorn),
        ("pyramid", "wsgiref", WsgiRef),
        ("pyramid", "cherrypy", CherryPy),
        ("PasteScript", "wsgiutils", WsgiUtils),
        ("PasteScript", "cherrypy", CherryPy),
        ("CherryPy", "main", CherryPy),
        ("CherryPy", "cherrypy", CherryPy),
        ("Paste", "cherrypy", CherryPy),
        ("gearbox", "wsgiref", WsgiRef),
        ("gearbox", "cherrypy", CherryPy),
    ];

    /// <summary>The server of an entry point, or null when it is none of these.</summary>
    public static LegacyServer? Find(string distribution, string entryPoint) =>
        Array.Find(Table, row => row.EntryPoint == entryPoint && DistributionName.Same(row.Distribution, distribution)).Server;

    private static Dictionary<string, string> Map(params string[] settings)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var names = setting.Split('=');
            map[names[0]] = names[^1];
        }
        return map;
    }

    private static HashSet<string> Names(params string[] names) => [.. names];
}
