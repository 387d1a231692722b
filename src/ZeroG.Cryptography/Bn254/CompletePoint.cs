using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point (X/Z, Y/Z), infinity (0 : 1 : 0), with a group law of one sequence of operations for all points, equal, opposite and infinite
/// ones too (Renes, Costello, Batina, ePrint 2015/1060, for a = 0). It holds on both curves, whose orders are odd. For secrets.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct CompletePoint<T, TField>(in T x, in T y, in T z)
    where T : unmanaged
    where TField : ICoordinateField<T>
{
    public readonly T X = x;
    public readonly T Y = y;
    public readonly T Z = z;

    public static CompletePoint<T, TField> Infinity => new(default, TField.One, default);

    /// <summary>P + Q, algorithm 7: twelve products and two with 3b.</summary>
    public CompletePoint<T, TField> Add(in CompletePoint<T, TField> other)
    {
        T xx = TField.Multiply(X, other.X);
        T yy = TField.Multiply(Y, other.Y);
        T zz = TField.Multiply(Z, other.Z);
        T xy = Cross(X, Y, other.X, other.Y, xx, yy);
        T yz = Cross(Y, Z, other.Y, other.Z, yy, zz);
        T xz = TField.MultiplyBy3B(Cross(X, Z, other.X, other.Z, xx, zz));
        T threeXx = TField.Add(TField.Double(xx), xx);
        T bzz = TField.MultiplyBy3B(zz);
        T sum = TField.Add(yy, bzz);
        T difference = TField.Subtract(yy, bzz);
        return new(
            TField.Subtract(TField.Multiply(xy, difference), TField.Multiply(yz, xz)),
            TField.Add(TField.Multiply(difference, sum), TField.Multiply(threeXx, xz)),
            TField.Add(TField.Multiply(sum, yz), TField.Multiply(threeXx, xy)));
    }

    /// <summary>2P, algorithm 9.</summary>
    public CompletePoint<T, TField> Double()
    {
        T yy = TField.Square(Y);
        T zz = TField.MultiplyBy3B(TField.Square(Z));
        T eightYy = TField.Double(TField.Double(TField.Double(yy)));
        T difference = TField.Subtract(yy, TField.Add(TField.Double(zz), zz));
        T yz = TField.Multiply(Y, Z);
        return new(
            TField.Double(TField.Multiply(difference, TField.Multiply(X, Y))),
            TField.Add(TField.Multiply(zz, eightYy), TField.Multiply(difference, TField.Add(yy, zz))),
            TField.Multiply(yz, eightYy));
    }

    /// <summary>a·d + b·c, from a·c and b·d.</summary>
    private static T Cross(in T a, in T b, in T c, in T d, in T ac, in T bd) =>
        TField.Subtract(TField.Subtract(TField.Multiply(TField.Add(a, b), TField.Add(c, d)), ac), bd);
}
