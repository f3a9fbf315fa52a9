// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>C# values of the environ that are Python objects for Python.</summary>
[Collection("Python")]
public sealed class PythonObjectTests
{
    [Fact]
    public void Python_sees_what_the_factory_made_and_calls_back_into_C_sharp()
    {
        var basket = new Basket();

        var result = Wsgi.Get("/", basket.Around(Embedded.App("basket")));

        Assert.Equal("Basket fruit 3 alice True", result.Text);
        Assert.Equal("3 apple, red", basket.Log);
    }

    [Theory]
    [InlineData("passing")]
    [InlineData("copying")]
    public void A_component_below_a_Python_filter_has_the_object_of_C_sharp_again(string filter)
    {
        var basket = new Basket();
        object? seen = null;
        var app = Wsgi.App(environ =>
        {
            seen = environ["shop.basket"];
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        Wsgi.Get("/", basket.Around(Embedded.Filter(filter, app)));

        Assert.Same(basket, seen);
    }

    [Fact]
    public void Every_request_has_its_own()
    {
        var app = Embedded.App("basket");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("Basket fruit 3 alice True", Wsgi.Get("/", new Basket().Around(app)).Text);
        }
    }

    private sealed class Basket : IPythonObject
    {
        private Environ? _environ;

        public string Log { get; private set; } = "";

        public string Factory => "apps:Basket";

        public IReadOnlyList<object?> Arguments => ["fruit", (PythonFunction)PutAsync];

        public IWsgiApp Around(IWsgiApp app) => Wsgi.App(environ =>
        {
            _environ = environ;
            environ["shop.basket"] = this;
            return app.InvokeAsync(environ).AsTask().GetAwaiter().GetResult();
        });

        private async ValueTask<object?> PutAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
        {
            await Task.Yield();
            Log = $"{keywords["amount"]} {positional[0]}, {_environ!["shop.color"]}"; // set by Around
            _environ["shop.owner"] = "alice";
            return keywords["amount"];
        }
    }
}
