// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Modules of Python's own library that are no more: nothing that could be installed.</summary>
internal static class FormerModules
{
    private static readonly HashSet<string> OfPython2 =
    [
        "__builtin__", "anydbm", "BaseHTTPServer", "CGIHTTPServer", "commands", "ConfigParser", "Cookie", "cookielib", "cPickle", "cStringIO", "exceptions", "hotshot", "htmlentitydefs", "HTMLParser", "httplib",
        "md5", "mimetools", "new", "Queue", "robotparser", "rfc822", "sets", "sha", "SimpleHTTPServer", "SimpleXMLRPCServer", "SocketServer", "StringIO", "thread", "urllib2", "urlparse", "UserDict", "xmlrpclib",
    ];

    /// <summary>What is to be said of code that imports one, or null.</summary>
    /// <param name="message">Python's: <c>No module named 'urlparse'</c>.</param>
    public static string? Hint(string message) => message.Split('\'') is [_, var module, ..] && OfPython2.Contains(module) ? $"{module} was a module of Python 2: this code, or the version of its package, was not ported to Python 3" : null;
}
