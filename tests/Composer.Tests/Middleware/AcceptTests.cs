// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class AcceptTests
{
    [Theory]
    [InlineData(null, "text/plain")]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/html", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("text/*", "text/plain")]
    [InlineData("text/plain;q=0, */*", "text/html")]
    [InlineData("image/png", "text/plain")]
    [InlineData("TEXT/HTML;q=x", "text/plain")]
    public void The_best_offer_is_chosen(string? header, string expected)
    {
        Assert.Equal(expected, Accept.Choose(header, "text/plain", "text/html", "application/json"));
    }
}
