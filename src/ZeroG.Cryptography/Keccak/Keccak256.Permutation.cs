using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Keccak;

public static partial class Keccak256
{
    /// <summary>The constants of step ι (FIPS 202 §3.2.5), produced there by a linear feedback shift register.</summary>
    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Keccak-f[1600] (FIPS 202 §3.3) on <c>TLanes.Count</c> states at once.</summary>
    /// <remarks>
    /// The 25 words are locals, so that they live in registers as far as there are any. Two rounds are written out, from a to e and back,
    /// which saves moving the words that step π permutes. A round is θ (column sums c, what each column takes up d), then for each row of
    /// the result the rotations ρ and the moves π into b, and χ; ι goes into the first word. Optimised from its first call, since the
    /// unoptimised form is some fifty times slower and a large file would run in it for a while.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Permute<TLanes, TWord>(TWord* state)
        where TLanes : struct, ILanes<TWord>
        where TWord : unmanaged
    {
        TWord a0 = state[0], a1 = state[1], a2 = state[2], a3 = state[3], a4 = state[4];
        TWord a5 = state[5], a6 = state[6], a7 = state[7], a8 = state[8], a9 = state[9];
        TWord a10 = state[10], a11 = state[11], a12 = state[12], a13 = state[13], a14 = state[14];
        TWord a15 = state[15], a16 = state[16], a17 = state[17], a18 = state[18], a19 = state[19];
        TWord a20 = state[20], a21 = state[21], a22 = state[22], a23 = state[23], a24 = state[24];
        TWord e0, e1, e2, e3, e4;
        TWord e5, e6, e7, e8, e9;
        TWord e10, e11, e12, e13, e14;
        TWord e15, e16, e17, e18, e19;
        TWord e20, e21, e22, e23, e24;
        TWord b0, b1, b2, b3, b4;
        TWord c0, c1, c2, c3, c4;
        TWord d0, d1, d2, d3, d4;
        ref ulong roundConstant = ref MemoryMarshal.GetReference(RoundConstants);
        for (int round = 0; round < 24; round += 2)
        {
            c0 = TLanes.Xor(TLanes.Xor(a0, a5, a10), a15, a20);
            c1 = TLanes.Xor(TLanes.Xor(a1, a6, a11), a16, a21);
            c2 = TLanes.Xor(TLanes.Xor(a2, a7, a12), a17, a22);
            c3 = TLanes.Xor(TLanes.Xor(a3, a8, a13), a18, a23);
            c4 = TLanes.Xor(TLanes.Xor(a4, a9, a14), a19, a24);
            d0 = TLanes.Xor(c4, TLanes.RotateLeft(c1, 1));
            d1 = TLanes.Xor(c0, TLanes.RotateLeft(c2, 1));
            d2 = TLanes.Xor(c1, TLanes.RotateLeft(c3, 1));
            d3 = TLanes.Xor(c2, TLanes.RotateLeft(c4, 1));
            d4 = TLanes.Xor(c3, TLanes.RotateLeft(c0, 1));

            b0 = TLanes.Xor(a0, d0);
            b1 = TLanes.RotateLeft(TLanes.Xor(a6, d1), 44);
            b2 = TLanes.RotateLeft(TLanes.Xor(a12, d2), 43);
            b3 = TLanes.RotateLeft(TLanes.Xor(a18, d3), 21);
            b4 = TLanes.RotateLeft(TLanes.Xor(a24, d4), 14);
            e0 = TLanes.Xor(TLanes.Chi(b0, b1, b2), TLanes.Broadcast(Unsafe.Add(ref roundConstant, round)));
            e1 = TLanes.Chi(b1, b2, b3);
            e2 = TLanes.Chi(b2, b3, b4);
            e3 = TLanes.Chi(b3, b4, b0);
            e4 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(a3, d3), 28);
            b1 = TLanes.RotateLeft(TLanes.Xor(a9, d4), 20);
            b2 = TLanes.RotateLeft(TLanes.Xor(a10, d0), 3);
            b3 = TLanes.RotateLeft(TLanes.Xor(a16, d1), 45);
            b4 = TLanes.RotateLeft(TLanes.Xor(a22, d2), 61);
            e5 = TLanes.Chi(b0, b1, b2);
            e6 = TLanes.Chi(b1, b2, b3);
            e7 = TLanes.Chi(b2, b3, b4);
            e8 = TLanes.Chi(b3, b4, b0);
            e9 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(a1, d1), 1);
            b1 = TLanes.RotateLeft(TLanes.Xor(a7, d2), 6);
            b2 = TLanes.RotateLeft(TLanes.Xor(a13, d3), 25);
            b3 = TLanes.RotateLeft(TLanes.Xor(a19, d4), 8);
            b4 = TLanes.RotateLeft(TLanes.Xor(a20, d0), 18);
            e10 = TLanes.Chi(b0, b1, b2);
            e11 = TLanes.Chi(b1, b2, b3);
            e12 = TLanes.Chi(b2, b3, b4);
            e13 = TLanes.Chi(b3, b4, b0);
            e14 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(a4, d4), 27);
            b1 = TLanes.RotateLeft(TLanes.Xor(a5, d0), 36);
            b2 = TLanes.RotateLeft(TLanes.Xor(a11, d1), 10);
            b3 = TLanes.RotateLeft(TLanes.Xor(a17, d2), 15);
            b4 = TLanes.RotateLeft(TLanes.Xor(a23, d3), 56);
            e15 = TLanes.Chi(b0, b1, b2);
            e16 = TLanes.Chi(b1, b2, b3);
            e17 = TLanes.Chi(b2, b3, b4);
            e18 = TLanes.Chi(b3, b4, b0);
            e19 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(a2, d2), 62);
            b1 = TLanes.RotateLeft(TLanes.Xor(a8, d3), 55);
            b2 = TLanes.RotateLeft(TLanes.Xor(a14, d4), 39);
            b3 = TLanes.RotateLeft(TLanes.Xor(a15, d0), 41);
            b4 = TLanes.RotateLeft(TLanes.Xor(a21, d1), 2);
            e20 = TLanes.Chi(b0, b1, b2);
            e21 = TLanes.Chi(b1, b2, b3);
            e22 = TLanes.Chi(b2, b3, b4);
            e23 = TLanes.Chi(b3, b4, b0);
            e24 = TLanes.Chi(b4, b0, b1);

            c0 = TLanes.Xor(TLanes.Xor(e0, e5, e10), e15, e20);
            c1 = TLanes.Xor(TLanes.Xor(e1, e6, e11), e16, e21);
            c2 = TLanes.Xor(TLanes.Xor(e2, e7, e12), e17, e22);
            c3 = TLanes.Xor(TLanes.Xor(e3, e8, e13), e18, e23);
            c4 = TLanes.Xor(TLanes.Xor(e4, e9, e14), e19, e24);
            d0 = TLanes.Xor(c4, TLanes.RotateLeft(c1, 1));
            d1 = TLanes.Xor(c0, TLanes.RotateLeft(c2, 1));
            d2 = TLanes.Xor(c1, TLanes.RotateLeft(c3, 1));
            d3 = TLanes.Xor(c2, TLanes.RotateLeft(c4, 1));
            d4 = TLanes.Xor(c3, TLanes.RotateLeft(c0, 1));

            b0 = TLanes.Xor(e0, d0);
            b1 = TLanes.RotateLeft(TLanes.Xor(e6, d1), 44);
            b2 = TLanes.RotateLeft(TLanes.Xor(e12, d2), 43);
            b3 = TLanes.RotateLeft(TLanes.Xor(e18, d3), 21);
            b4 = TLanes.RotateLeft(TLanes.Xor(e24, d4), 14);
            a0 = TLanes.Xor(TLanes.Chi(b0, b1, b2), TLanes.Broadcast(Unsafe.Add(ref roundConstant, round + 1)));
            a1 = TLanes.Chi(b1, b2, b3);
            a2 = TLanes.Chi(b2, b3, b4);
            a3 = TLanes.Chi(b3, b4, b0);
            a4 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(e3, d3), 28);
            b1 = TLanes.RotateLeft(TLanes.Xor(e9, d4), 20);
            b2 = TLanes.RotateLeft(TLanes.Xor(e10, d0), 3);
            b3 = TLanes.RotateLeft(TLanes.Xor(e16, d1), 45);
            b4 = TLanes.RotateLeft(TLanes.Xor(e22, d2), 61);
            a5 = TLanes.Chi(b0, b1, b2);
            a6 = TLanes.Chi(b1, b2, b3);
            a7 = TLanes.Chi(b2, b3, b4);
            a8 = TLanes.Chi(b3, b4, b0);
            a9 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(e1, d1), 1);
            b1 = TLanes.RotateLeft(TLanes.Xor(e7, d2), 6);
            b2 = TLanes.RotateLeft(TLanes.Xor(e13, d3), 25);
            b3 = TLanes.RotateLeft(TLanes.Xor(e19, d4), 8);
            b4 = TLanes.RotateLeft(TLanes.Xor(e20, d0), 18);
            a10 = TLanes.Chi(b0, b1, b2);
            a11 = TLanes.Chi(b1, b2, b3);
            a12 = TLanes.Chi(b2, b3, b4);
            a13 = TLanes.Chi(b3, b4, b0);
            a14 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(e4, d4), 27);
            b1 = TLanes.RotateLeft(TLanes.Xor(e5, d0), 36);
            b2 = TLanes.RotateLeft(TLanes.Xor(e11, d1), 10);
            b3 = TLanes.RotateLeft(TLanes.Xor(e17, d2), 15);
            b4 = TLanes.RotateLeft(TLanes.Xor(e23, d3), 56);
            a15 = TLanes.Chi(b0, b1, b2);
            a16 = TLanes.Chi(b1, b2, b3);
            a17 = TLanes.Chi(b2, b3, b4);
            a18 = TLanes.Chi(b3, b4, b0);
            a19 = TLanes.Chi(b4, b0, b1);

            b0 = TLanes.RotateLeft(TLanes.Xor(e2, d2), 62);
            b1 = TLanes.RotateLeft(TLanes.Xor(e8, d3), 55);
            b2 = TLanes.RotateLeft(TLanes.Xor(e14, d4), 39);
            b3 = TLanes.RotateLeft(TLanes.Xor(e15, d0), 41);
            b4 = TLanes.RotateLeft(TLanes.Xor(e21, d1), 2);
            a20 = TLanes.Chi(b0, b1, b2);
            a21 = TLanes.Chi(b1, b2, b3);
            a22 = TLanes.Chi(b2, b3, b4);
            a23 = TLanes.Chi(b3, b4, b0);
            a24 = TLanes.Chi(b4, b0, b1);
        }

        state[0] = a0;
        state[1] = a1;
        state[2] = a2;
        state[3] = a3;
        state[4] = a4;
        state[5] = a5;
        state[6] = a6;
        state[7] = a7;
        state[8] = a8;
        state[9] = a9;
        state[10] = a10;
        state[11] = a11;
        state[12] = a12;
        state[13] = a13;
        state[14] = a14;
        state[15] = a15;
        state[16] = a16;
        state[17] = a17;
        state[18] = a18;
        state[19] = a19;
        state[20] = a20;
        state[21] = a21;
        state[22] = a22;
        state[23] = a23;
        state[24] = a24;
    }
}
