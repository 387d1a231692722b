using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>
    /// Four messages; word i of message m is element m of vector i. Rotations and the three-way operations become one instruction each
    /// where the processor has the 256-bit half of AVX-512, which nearly doubles the speed.
    /// </summary>
    internal readonly unsafe struct Avx2Lanes : ILanes<Vector256<ulong>>
    {
        public static bool IsSupported => Avx2.IsSupported;

        public static int Count => Vector256<ulong>.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
            Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, TernaryXor) : a ^ b ^ c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Chi(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
            Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, TernaryChi) : a ^ Avx2.AndNot(b, c);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> RotateLeft(Vector256<ulong> value, [ConstantExpected] byte count) =>
            Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(value, count) : (value << count) | (value >>> (64 - count));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Absorb(Vector256<ulong>* state, byte* messages, nint stride, int words)
        {
            int i = 0;
            for (; i + 4 <= words; i += 4, messages += 4 * WordSize)
            {
                (Vector256<ulong> w0, Vector256<ulong> w1, Vector256<ulong> w2, Vector256<ulong> w3) = LoadTransposed(messages, stride);
                state[i] ^= w0;
                state[i + 1] ^= w1;
                state[i + 2] ^= w2;
                state[i + 3] ^= w3;
            }

            for (; i < words; i++, messages += WordSize)
            {
                state[i] ^= Vector256.Create(
                    *(ulong*)messages,
                    *(ulong*)(messages + stride),
                    *(ulong*)(messages + (2 * stride)),
                    *(ulong*)(messages + (3 * stride)));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Squeeze(Vector256<ulong>* state, byte* hashes)
        {
            (Vector256<ulong> h0, Vector256<ulong> h1, Vector256<ulong> h2, Vector256<ulong> h3) =
                Transpose(state[0], state[1], state[2], state[3]);
            h0.Store((ulong*)hashes);
            h1.Store((ulong*)(hashes + HashSize));
            h2.Store((ulong*)(hashes + (2 * HashSize)));
            h3.Store((ulong*)(hashes + (3 * HashSize)));
        }

        /// <summary>The next four words of four messages, word by word.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static (Vector256<ulong> W0, Vector256<ulong> W1, Vector256<ulong> W2, Vector256<ulong> W3) LoadTransposed(
            byte* messages, nint stride) =>
            Transpose(
                Vector256.Load((ulong*)messages),
                Vector256.Load((ulong*)(messages + stride)),
                Vector256.Load((ulong*)(messages + (2 * stride))),
                Vector256.Load((ulong*)(messages + (3 * stride))));

        /// <summary>Rows to columns of 4 x 4 words: pairs within 128-bit halves first, then the halves.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (Vector256<ulong> C0, Vector256<ulong> C1, Vector256<ulong> C2, Vector256<ulong> C3) Transpose(
            Vector256<ulong> r0, Vector256<ulong> r1, Vector256<ulong> r2, Vector256<ulong> r3)
        {
            Vector256<ulong> even01 = Avx2.UnpackLow(r0, r1);
            Vector256<ulong> odd01 = Avx2.UnpackHigh(r0, r1);
            Vector256<ulong> even23 = Avx2.UnpackLow(r2, r3);
            Vector256<ulong> odd23 = Avx2.UnpackHigh(r2, r3);
            return (
                Avx2.Permute2x128(even01, even23, 0x20),
                Avx2.Permute2x128(odd01, odd23, 0x20),
                Avx2.Permute2x128(even01, even23, 0x31),
                Avx2.Permute2x128(odd01, odd23, 0x31));
        }
    }
}
