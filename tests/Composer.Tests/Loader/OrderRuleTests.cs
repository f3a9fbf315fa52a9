// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Xunit;

namespace Composer.Tests.Loader;

public sealed class OrderRuleTests
{
    private static readonly IReadOnlyList<OrderRule> Rules = OrderRule.Of(new Registry(typeof(Compress).Assembly));

    [Theory]
    [InlineData("xslt", "compress")]
    [InlineData("auth_form", "session")]
    [InlineData("Paste#auth_form", "Beaker#beaker_session")]
    [InlineData("access_log", "forwarded")]
    [InlineData("Paste#translogger", "PasteDeploy#prefix")]
    [InlineData("error_catcher", "cors")]
    [InlineData("compress", "etag")]
    [InlineData("compress", "content_length")]
    [InlineData("cache", "auth_basic")]
    [InlineData("cache", "auth_form")]
    [InlineData("Beaker#beaker_session", "Paste#registry")]
    public void The_first_of_two_filters_must_not_be_outside_of_the_second(string outer, string inner) =>
        Assert.Contains(Rules, rule => rule.Inner.Contains(outer) && rule.Outer.Contains(inner));

    [Fact]
    public void No_rule_contradicts_another() =>
        Assert.DoesNotContain(Rules, rule => Rules.Any(other => rule.Outer.Intersect(other.Inner).Any() && rule.Inner.Intersect(other.Outer).Any()));
}
