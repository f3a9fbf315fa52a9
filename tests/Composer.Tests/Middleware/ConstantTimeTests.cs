// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Security.Cryptography;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>How long a comparison takes must not tell how much of a guess was right. Time cannot be asserted; which method compares can.</summary>
public sealed class ConstantTimeTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6f;

    // One finds entries by their HMAC, the other derives keys by it: nothing is compared.
    private static readonly Type[] Others = [typeof(VerifiedCredentials), typeof(SealedBytes)];

    [Theory]
    [InlineData(typeof(PasswordHash))]
    [InlineData(typeof(DigestAlgorithm))]
    [InlineData(typeof(DigestCredentials))]
    [InlineData(typeof(TicketFormat))]
    [InlineData(typeof(LoginToken))]
    public void Secrets_are_compared_in_constant_time(Type type) => Assert.Contains(CallsOf(type), IsConstantTime);

    [Fact]
    public void Whatever_computes_an_HMAC_compares_it_in_constant_time()
    {
        var computing = typeof(AuthBasic).Assembly.GetTypes().Where(type => type.DeclaringType is null && CallsOf(type).Any(IsHmac)).Except(Others).ToList();

        Assert.Superset(new HashSet<Type> { typeof(DigestNonces), typeof(HmacKey), typeof(KeptValues), typeof(SessionId), typeof(BeakerCookie) }, computing.ToHashSet());
        Assert.All(computing, type => Assert.Contains(CallsOf(type), IsConstantTime));
    }

    private static bool IsConstantTime(MethodBase method) => method.DeclaringType == typeof(CryptographicOperations) && method.Name == nameof(CryptographicOperations.FixedTimeEquals);

    private static bool IsHmac(MethodBase method) => typeof(HMAC).IsAssignableFrom(method.DeclaringType) || method.Name is "CreateHMAC" or "HmacData";

    private static List<MethodBase> CallsOf(Type type) =>
    [
        .. type.GetMembers(All).OfType<MethodBase>().SelectMany(CallsOf),
        .. type.GetNestedTypes(All).SelectMany(CallsOf),
    ];

    // Every byte that could be a call: what follows one that is none names no method.
    private static IEnumerable<MethodBase> CallsOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        return Enumerable.Range(0, Math.Max(0, code.Length - 4))
            .Where(at => code[at] is Call or CallVirtual)
            .Select(at => Resolved(method, BitConverter.ToInt32(code, at + 1)))
            .OfType<MethodBase>();
    }

    private static MethodBase? Resolved(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
