// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A buffer that takes a limited number of bytes.</summary>
internal sealed class LimitedBuffer(int most) : OutputBuffer
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > most - Count)
        {
            throw new TransformLimit($"its result is longer than {most} bytes (max_output_size)");
        }
        base.Write(buffer);
    }
}
