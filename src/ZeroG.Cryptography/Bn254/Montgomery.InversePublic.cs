using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <content>
/// The inverse of a public number: the divsteps of Bernstein and Yang (TCHES 2019), 30 at a time on the lowest words alone, and several
/// bits at once as libsecp256k1 takes them. Its products are of 64 bits, unlike those of 62 steps, for which .NET has no good signed ones.
/// </content>
internal static unsafe partial class Montgomery<TModulus>
    where TModulus : struct, IModulus
{
    private const int Steps = 30;
    private const int StepMask = (1 << Steps) - 1;
    private const int Words = 9;

    /// <summary>1/a; zero for zero. The time depends on a.</summary>
    public static Limbs4 InverseOfPublic(in Limbs4 a)
    {
        // f and g go to ±1 and 0 (or f stays p, for zero), while d·a = f and e·a = g mod p all the way.
        int* memory = stackalloc int[5 * Words];
        int* f = memory, g = f + Words, d = g + Words, e = d + Words, p = e + Words;
        ToWords(new(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3), p);
        new Span<int>(p, Words).CopyTo(new Span<int>(f, Words));
        ToWords(a, g);
        new Span<int>(d, 2 * Words).Clear();
        e[0] = 1;
        int eta = -1;
        while (new Span<int>(g, Words).ContainsAnyExcept(0))
        {
            eta = DivideSteps(eta, (uint)f[0], (uint)g[0], out Matrix matrix);
            UpdateCoefficients(d, e, p, matrix);
            UpdateValues(f, g, matrix);
        }

        // What d stands for has lost R² on the way.
        return Multiply(Multiply(ToLimbs(d, p, negate: f[Words - 1] < 0), TModulus.R2), TModulus.R2);
    }

    /// <summary>30 steps on the lowest words, as a matrix of the linear combinations that they amount to, times 2^30.</summary>
    private static int DivideSteps(int eta, uint f, uint g, out Matrix matrix)
    {
        uint u = 1, v = 0, q = 0, r = 1;
        int left = Steps;
        while (true)
        {
            int zeros = BitOperations.TrailingZeroCount(g | (uint.MaxValue << left));
            g >>= zeros;
            u <<= zeros;
            v <<= zeros;
            eta -= zeros;
            left -= zeros;
            if (left == 0)
            {
                break;
            }

            if (eta < 0)
            {
                eta = -eta;
                (f, g) = (g, 0 - f);
                (u, q) = (q, 0 - u);
                (v, r) = (r, 0 - v);
            }

            // -g/f modulo 2^6, or as many bits as may go: f·(2 - f²) is 1/f modulo 2^6 for odd f.
            uint bits = (uint.MaxValue >> (32 - Math.Min(eta + 1, left))) & 63;
            uint w = f * g * ((f * f) - 2) & bits;
            g += f * w;
            q += u * w;
            r += v * w;
        }

        matrix = new((int)u, (int)v, (int)q, (int)r);
        return eta;
    }

    /// <summary>(f, g) = matrix·(f, g)/2^30, which is exact.</summary>
    private static void UpdateValues(int* f, int* g, in Matrix matrix)
    {
        long u = matrix.U, v = matrix.V, q = matrix.Q, r = matrix.R;
        long first = ((u * f[0]) + (v * g[0])) >> Steps;
        long second = ((q * f[0]) + (r * g[0])) >> Steps;
        for (int i = 1; i < Words; i++)
        {
            long a = f[i], b = g[i];
            first += (u * a) + (v * b);
            second += (q * a) + (r * b);
            f[i - 1] = (int)first & StepMask;
            g[i - 1] = (int)second & StepMask;
            first >>= Steps;
            second >>= Steps;
        }

        f[Words - 1] = (int)first;
        g[Words - 1] = (int)second;
    }

    /// <summary>(d, e) = matrix·(d, e)/2^30 mod p, made exact by multiples of p; both stay in (-2p, p).</summary>
    private static void UpdateCoefficients(int* d, int* e, int* p, in Matrix matrix)
    {
        long u = matrix.U, v = matrix.V, q = matrix.Q, r = matrix.R;
        int signD = d[Words - 1] >> 31, signE = e[Words - 1] >> 31;
        int md = (matrix.U & signD) + (matrix.V & signE);
        int me = (matrix.Q & signD) + (matrix.R & signE);
        long first = (u * d[0]) + (v * e[0]);
        long second = (q * d[0]) + (r * e[0]);

        // The multiples that make the lowest word vanish.
        int inverse = -(int)(uint)TModulus.NegativeInverse;
        md -= ((inverse * (int)first) + md) & StepMask;
        me -= ((inverse * (int)second) + me) & StepMask;
        first = (first + ((long)p[0] * md)) >> Steps;
        second = (second + ((long)p[0] * me)) >> Steps;
        for (int i = 1; i < Words; i++)
        {
            long a = d[i], b = e[i], c = p[i];
            first += (u * a) + (v * b) + (c * md);
            second += (q * a) + (r * b) + (c * me);
            d[i - 1] = (int)first & StepMask;
            e[i - 1] = (int)second & StepMask;
            first >>= Steps;
            second >>= Steps;
        }

        d[Words - 1] = (int)first;
        e[Words - 1] = (int)second;
    }

    private static void ToWords(in Limbs4 a, int* words)
    {
        words[0] = (int)a.L0 & StepMask;
        words[1] = (int)(a.L0 >> 30) & StepMask;
        words[2] = (int)((a.L0 >> 60) | (a.L1 << 4)) & StepMask;
        words[3] = (int)(a.L1 >> 26) & StepMask;
        words[4] = (int)((a.L1 >> 56) | (a.L2 << 8)) & StepMask;
        words[5] = (int)(a.L2 >> 22) & StepMask;
        words[6] = (int)((a.L2 >> 52) | (a.L3 << 12)) & StepMask;
        words[7] = (int)(a.L3 >> 18) & StepMask;
        words[8] = (int)(a.L3 >> 48);
    }

    /// <summary>A number in (-2p, p), or its negative, brought into [0, p).</summary>
    private static Limbs4 ToLimbs(int* words, int* p, bool negate)
    {
        AddWhereNegative(words, p);
        if (negate)
        {
            for (int i = 0; i < Words; i++)
            {
                words[i] = -words[i];
            }

            Carry(words);
        }

        AddWhereNegative(words, p);
        UInt128 low = (UInt128)(uint)words[0] | ((UInt128)(uint)words[1] << 30) | ((UInt128)(uint)words[2] << 60)
            | ((UInt128)(uint)words[3] << 90) | ((UInt128)(uint)words[4] << 120);
        UInt128 high = ((UInt128)(uint)words[4] >> 8) | ((UInt128)(uint)words[5] << 22) | ((UInt128)(uint)words[6] << 52)
            | ((UInt128)(uint)words[7] << 82) | ((UInt128)(uint)words[8] << 112);
        return new((ulong)low, (ulong)(low >> 64), (ulong)high, (ulong)(high >> 64));
    }

    private static void AddWhereNegative(int* words, int* p)
    {
        int mask = words[Words - 1] >> 31;
        for (int i = 0; i < Words; i++)
        {
            words[i] += p[i] & mask;
        }

        Carry(words);
    }

    private static void Carry(int* words)
    {
        for (int i = 0; i < Words - 1; i++)
        {
            words[i + 1] += words[i] >> Steps;
            words[i] &= StepMask;
        }
    }

    private readonly record struct Matrix(int U, int V, int Q, int R);
}
