using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>64-bit words of the state (FIPS 202 §3.1): 5 x 5 lanes, word x + 5y.</summary>
    private const int StateWords = 25;

    /// <summary>Bytes absorbed per permutation: the state's 1600 bits less twice the 256 bits of security.</summary>
    private const int Rate = 136;

    private const int WordSize = sizeof(ulong);

    /// <summary>
    /// What a technique brings to the sponge: <see cref="Count"/> states side by side, a word of each in one <typeparamref name="TWord"/>.
    /// </summary>
    internal unsafe interface ILanes<TWord>
        where TWord : unmanaged
    {
        /// <summary>Messages hashed at a time.</summary>
        static abstract int Count { get; }

        static abstract TWord Broadcast(ulong value);

        static abstract TWord Xor(TWord a, TWord b);

        static abstract TWord Xor(TWord a, TWord b, TWord c);

        /// <summary>a ⊕ (¬b ∧ c).</summary>
        static abstract TWord Chi(TWord a, TWord b, TWord c);

        /// <param name="count">1 to 63.</param>
        static abstract TWord RotateLeft(TWord value, [ConstantExpected(Min = (byte)1, Max = (byte)63)] byte count);

        /// <summary>Mixes the next little-endian words of each message into the state.</summary>
        /// <param name="state">As many vectors as words.</param>
        /// <param name="messages">
        /// Where the first message goes on; the others follow at distances of <paramref name="stride"/> bytes.
        /// </param>
        static abstract void Absorb(TWord* state, byte* messages, nint stride, int words);

        /// <summary>Writes the first four words of each state, the messages' hashes one after another.</summary>
        static abstract void Squeeze(TWord* state, byte* hashes);
    }

    /// <summary>Hashes whole groups of messages and leaves the rest, fewer than a group, alone.</summary>
    /// <remarks>
    /// From here down all is optimised at the first call: a file of 128 MiB is hashed before tiered compilation would replace slow first
    /// versions.
    /// </remarks>
    /// <returns>The number of messages hashed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe int HashGroups<TLanes, TWord>(byte* messages, int messageLength, byte* hashes, int count)
        where TLanes : struct, ILanes<TWord>
        where TWord : unmanaged
    {
        int done = 0;
        for (; count - done >= TLanes.Count; done += TLanes.Count)
        {
            HashGroup<TLanes, TWord>(messages + ((nint)done * messageLength), messageLength, hashes + ((nint)done * HashSize));
        }

        return done;
    }

    /// <summary>Reads every message to its end before it writes the first hash: <see cref="HashMany"/> in place depends on it.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void HashGroup<TLanes, TWord>(byte* messages, int messageLength, byte* hashes)
        where TLanes : struct, ILanes<TWord>
        where TWord : unmanaged
    {
        Debug.Assert(messageLength >= 0);
        TWord* state = stackalloc TWord[StateWords];
        new Span<TWord>(state, StateWords).Clear();
        int left = messageLength;
        for (; left >= Rate; left -= Rate)
        {
            TLanes.Absorb(state, messages, messageLength, Rate / WordSize);
            Permute<TLanes, TWord>(state);
            messages += Rate;
        }

        (int words, int bytes) = Math.DivRem(left, WordSize);
        TLanes.Absorb(state, messages, messageLength, words);

        // The last word of each message: the bytes that are left, the padding's first bit, zeros.
        byte* ends = stackalloc byte[TLanes.Count * WordSize];
        new Span<byte>(ends, TLanes.Count * WordSize).Clear();
        for (int i = 0; i < TLanes.Count; i++)
        {
            byte* end = ends + (i * WordSize);
            byte* source = messages + (i * (nint)messageLength) + (words * WordSize);
            for (int j = 0; j < bytes; j++)
            {
                end[j] = source[j];
            }

            end[bytes] = 0x01;
        }

        TLanes.Absorb(state + words, ends, WordSize, 1);

        // The padding's last bit ends the block.
        TWord* last = state + (Rate / WordSize) - 1;
        *last = TLanes.Xor(*last, TLanes.Broadcast(1UL << 63));
        Permute<TLanes, TWord>(state);
        TLanes.Squeeze(state, hashes);
    }
}
