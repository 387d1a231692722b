using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>One message; the 25 words of its state in general registers and on the stack.</summary>
    internal readonly unsafe struct ScalarLanes : ILanes<ulong>
    {
        public static int Count => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Broadcast(ulong value) => value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Xor(ulong a, ulong b) => a ^ b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Xor(ulong a, ulong b, ulong c) => a ^ b ^ c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Chi(ulong a, ulong b, ulong c) => a ^ (~b & c);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong RotateLeft(ulong value, [ConstantExpected] byte count) => BitOperations.RotateLeft(value, count);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Absorb(ulong* state, byte* messages, nint stride, int words)
        {
            for (int i = 0; i < words; i++)
            {
                state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(messages + (i * WordSize), WordSize));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Squeeze(ulong* state, byte* hashes)
        {
            for (int i = 0; i < HashSize / WordSize; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(hashes + (i * WordSize), WordSize), state[i]);
            }
        }
    }
}
