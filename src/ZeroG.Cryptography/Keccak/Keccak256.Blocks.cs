using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>Words of a state, for <see cref="Keccak256Stream"/>.</summary>
    internal const int StateSize = StateWords;

    /// <summary>Bytes of a block, for <see cref="Keccak256Stream"/>.</summary>
    internal const int BlockSize = Rate;

    /// <summary>Mixes whole blocks into a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void Absorb(ulong[] state, ReadOnlySpan<byte> blocks)
    {
        fixed (ulong* words = state)
        fixed (byte* source = blocks)
        {
            for (int done = 0; done < blocks.Length; done += Rate)
            {
                ScalarLanes.Absorb(words, source + done, Rate, Rate / WordSize);
                Permute<ScalarLanes, ulong>(words);
            }
        }
    }

    /// <summary>Makes the last block out of the bytes that are left.</summary>
    internal static void Pad(Span<byte> block, int held)
    {
        block[held..Rate].Clear();
        block[held] = 0x01;
        block[Rate - 1] |= 0x80;
    }

    /// <summary>The hash that a state stands for after the last block.</summary>
    internal static unsafe byte[] Squeeze(ulong[] state)
    {
        byte[] hash = new byte[HashSize];
        fixed (ulong* words = state)
        fixed (byte* target = hash)
        {
            ScalarLanes.Squeeze(words, target);
        }

        return hash;
    }
}
