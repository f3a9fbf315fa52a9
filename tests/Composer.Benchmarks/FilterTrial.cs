// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Benchmarks;

/// <summary>With which settings and which request a filter does its work; none where it does it as it is.</summary>
/// <param name="Settings">Lines of the section, and of those that it names.</param>
/// <param name="Headers">Of the request.</param>
internal sealed record FilterTrial(string[] Settings, params (string Name, string Value)[] Headers)
{
    private const string Key = "5f8f3c1c9f0a4e7db1d7c2a6a90e4d13";
    private const string Secret = $"secret = {Key}";
    private const string Users = "users = admin:$2b$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy";
    private static readonly string Html = string.Concat(Enumerable.Repeat("<p>Some text of a page.</p> ", 37));
    private static readonly string Xml = $"<books>{string.Concat(Enumerable.Repeat("<book><title>Some title</title></book>", 26))}</books>";

    private static readonly Dictionary<string, FilterTrial> Known = new(StringComparer.Ordinal)
    {
        ["access_log"] = new(["file = access.log"]),
        ["auth_basic"] = new([Users], ("Authorization", "Basic YWRtaW46czNjcjN0")),
        ["auth_cookie"] = new([Secret]),
        ["auth_digest"] = new(["users = admin:5f8f3c1c9f0a4e7db1d7c2a6a90e4d13", "optional = true"]),
        ["auth_form"] = new([Users, Secret, "optional = true"]),
        ["auth_jwt"] = new([Secret], ("Authorization", $"Bearer {Token()}")),
        ["auth_tkt"] = new([Secret]),
        ["authorize"] = new(["/ = valid-user or address loopback"]),
        ["compress"] = new(["repeat_cache_size = 0"], ("Accept-Encoding", "gzip")),
        ["cors"] = new(["allow_origins = https://shop.example"], ("Origin", "https://shop.example")),
        ["errordocument"] = new(["404 = /page"]),
        ["forward_auth"] = new(["app = gate", "[app:gate]", "use = composer:respond", "status = 204"]),
        ["forwarded"] = new(["trusted_proxy = loopback", "trusted_proxy_headers = x_forwarded_for x_forwarded_proto"], ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https")),
        ["grantip"] = new(["127.0.0.1 = admin:staff"]),
        ["headers"] = new(["header.X-Shop = 1"]),
        ["hosts"] = new(["allow = localhost"]),
        ["ip_filter"] = new(["allow = loopback"]),
        ["ratelimit"] = new(["rate = 1000000/s"]),
        ["rewrite"] = new(["rules = ^/old/(.*)$ /$1"]),
        ["session"] = new(["type = memory"]),
        ["statusbased_forward"] = new(["404 = found", "[app:found]", "use = composer:respond", "text = found"]),
        ["timeout"] = new(["after = 60s"]),
        ["transaction"] = new(["begin = steps:step", "commit = steps:step", "rollback = steps:step"]),
        ["xslt"] = new(["stylesheet = page.xsl"]) { Page = ("application/xml", Xml) },
    };

    /// <summary>What the app answers with: a media type and about 1 KiB of text.</summary>
    public (string Type, string Text) Page { get; init; } = ("text/html", Html);

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>How a filter is tried.</summary>
    public static FilterTrial Of(string name) => Known.GetValueOrDefault(name) ?? new FilterTrial([]);

    private static string Token()
    {
        var signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString("""{"sub":"admin","exp":4102444800}"""u8)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(signed)))}";
    }
}
