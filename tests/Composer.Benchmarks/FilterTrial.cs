// SPDX-License-Identifier: MIT
namespace Composer.Benchmarks;

/// <summary>With which settings and which request a filter does its work; none where it does it as it is.</summary>
/// <param name="Settings">Lines of the section.</param>
/// <param name="Headers">Of the request.</param>
internal sealed record FilterTrial(string[] Settings, params (string Name, string Value)[] Headers)
{
    private const string Secret = "secret = 5f8f3c1c9f0a4e7db1d7c2a6a90e4d13";

    private static readonly Dictionary<string, FilterTrial> Known = new(StringComparer.Ordinal)
    {
        ["access_log"] = new(["file = access.log"]),
        ["auth_basic"] = new(["users = admin:$2b$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy"], ("Authorization", "Basic YWRtaW46czNjcjN0")),
        ["auth_cookie"] = new([Secret]),
        ["auth_digest"] = new(["realm = Staff", "users = joe:3787a2f8eb8f0d934ac35e55c1c4b894", "optional = true"]),
        ["auth_form"] = new(["users = admin:$2b$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy", Secret]),
        ["auth_jwt"] = new([Secret, "optional = true"]),
        ["auth_tkt"] = new([Secret]),
        ["authorize"] = new(["/ = all granted"]),
        ["compress"] = new(["repeat_cache_size = 0"], ("Accept-Encoding", "gzip")),
        ["cors"] = new(["origins = https://shop.example"], ("Origin", "https://shop.example")),
        ["errordocument"] = new(["404 = /lost"]),
        ["forward_auth"] = new(["app = page"]),
        ["forwarded"] = new(["trusted_proxy = loopback", "trusted_proxy_headers = x-forwarded-for x-forwarded-proto"], ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https")),
        ["grantip"] = new(["127.0.0.1 = admin:staff"]),
        ["headers"] = new(["header.X-Shop = 1"]),
        ["hosts"] = new(["allow = localhost"]),
        ["ip_filter"] = new(["allow = loopback"]),
        ["ratelimit"] = new(["rate = 1000000/s"]),
        ["rewrite"] = new(["rules = ^/book/([0-9]+)$ /books?id=$1"]),
        ["xslt"] = new(["stylesheet = page.xsl"]),
    };

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>How a filter is tried.</summary>
    public static FilterTrial Of(string name) => Known.GetValueOrDefault(name) ?? new FilterTrial([]);
}
