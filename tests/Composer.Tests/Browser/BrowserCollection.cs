// SPDX-License-Identifier: MIT
namespace Composer.Tests.Browser;

/// <summary>Tests that look at pages: one browser and one site for all of them.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<Chromium>, ICollectionFixture<PagesSite>;
