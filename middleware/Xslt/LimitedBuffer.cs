// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A buffer that takes a limited number of bytes.</summary>
internal sealed class LimitedBuffer(int most) : MemoryStream
{
    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => GetBuffer().AsMemory(0, (int)Length);

    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    private void Check(int more)
    {
        if (Length + more > most)
        {
            throw new TransformLimit($"its result is longer than {most} bytes (max_output_size)");
        }
    }
}
