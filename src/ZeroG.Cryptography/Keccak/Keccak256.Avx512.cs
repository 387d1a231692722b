using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>The truth table of a ⊕ b ⊕ c: bit 4a + 2b + c.</summary>
    private const byte TernaryXor = 0x96;

    /// <summary>The truth table of a ⊕ (¬b ∧ c): bit 4a + 2b + c.</summary>
    private const byte TernaryChi = 0xD2;

    /// <summary>
    /// Eight messages; word i of message m is element m of vector i, so the lower half of a vector is the first four messages.
    /// </summary>
    internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<ulong>>
    {
        public static bool IsSupported => Avx512F.IsSupported;

        public static int Count => Vector512<ulong>.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
            Avx512F.TernaryLogic(a, b, c, TernaryXor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Chi(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
            Avx512F.TernaryLogic(a, b, c, TernaryChi);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> RotateLeft(Vector512<ulong> value, [ConstantExpected] byte count) =>
            Avx512F.RotateLeft(value, count);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Absorb(Vector512<ulong>* state, byte* messages, nint stride, int words)
        {
            int i = 0;
            for (; i + 4 <= words; i += 4, messages += 4 * WordSize)
            {
                (Vector256<ulong> l0, Vector256<ulong> l1, Vector256<ulong> l2, Vector256<ulong> l3) =
                    Avx2Lanes.LoadTransposed(messages, stride);
                (Vector256<ulong> u0, Vector256<ulong> u1, Vector256<ulong> u2, Vector256<ulong> u3) =
                    Avx2Lanes.LoadTransposed(messages + (4 * stride), stride);
                state[i] ^= Vector512.Create(l0, u0);
                state[i + 1] ^= Vector512.Create(l1, u1);
                state[i + 2] ^= Vector512.Create(l2, u2);
                state[i + 3] ^= Vector512.Create(l3, u3);
            }

            for (; i < words; i++, messages += WordSize)
            {
                state[i] ^= Vector512.Create(
                    *(ulong*)messages,
                    *(ulong*)(messages + stride),
                    *(ulong*)(messages + (2 * stride)),
                    *(ulong*)(messages + (3 * stride)),
                    *(ulong*)(messages + (4 * stride)),
                    *(ulong*)(messages + (5 * stride)),
                    *(ulong*)(messages + (6 * stride)),
                    *(ulong*)(messages + (7 * stride)));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Squeeze(Vector512<ulong>* state, byte* hashes)
        {
            Vector256<ulong>* halves = stackalloc Vector256<ulong>[2 * HashSize / WordSize];
            for (int i = 0; i < HashSize / WordSize; i++)
            {
                halves[i] = state[i].GetLower();
                halves[i + (HashSize / WordSize)] = state[i].GetUpper();
            }

            Avx2Lanes.Squeeze(halves, hashes);
            Avx2Lanes.Squeeze(halves + (HashSize / WordSize), hashes + (Avx2Lanes.Count * HashSize));
        }
    }
}
