// SPDX-License-Identifier: MIT
namespace Composer.Tests.RealApps;

/// <summary>Bytes that do not compress, the same in every run.</summary>
internal static class Noise
{
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
