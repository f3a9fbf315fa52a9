// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The <c>WWW-Authenticate</c> headers of a filter that asks who somebody is (RFC 9110 §11.6.1).</summary>
internal static class Challenge
{
    /// <summary>A text as the quoted string of a challenge; what is not ASCII in UTF-8.</summary>
    /// <exception cref="ArgumentException">It holds a control character.</exception>
    public static string Quoted(string text, string setting)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var native = NativeText.Of(escaped);
        return HeaderList.ValueProblem(native) is null ? $"\"{native}\"" : throw BadSetting.Of(setting, "the realm holds a control character");
    }

    /// <summary>The answer that asks.</summary>
    public static Response Ask(string text, params IEnumerable<string> challenges)
    {
        var response = Response.Text(401, $"401 Unauthorized: {text}\n");
        Add(response, challenges);
        return response;
    }

    /// <summary>Lets a request pass without a user. When something inside refuses it with 401, the answer says how to log in here.</summary>
    public static async ValueTask<Response> PassAsync(IWsgiApp next, Environ environ, Func<IEnumerable<string>> challenges)
    {
        var response = await next.InvokeAsync(environ);
        if (response.StatusCode == 401)
        {
            Add(response, challenges());
        }
        return response;
    }

    // One challenge of a scheme is enough, whoever made it; Digest has one for each algorithm.
    private static void Add(Response response, IEnumerable<string> challenges)
    {
        var there = response.Headers.GetAll("WWW-Authenticate").ToArray();
        foreach (var challenge in challenges.Where(challenge => !there.Any(other => SchemeOf(other).Equals(SchemeOf(challenge), StringComparison.OrdinalIgnoreCase))))
        {
            response.Headers.Add("WWW-Authenticate", challenge);
        }
    }

    private static string SchemeOf(string challenge) => challenge.Split(' ')[0];
}
