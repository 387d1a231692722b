using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point (X/Z², Y/Z³), or the point at infinity where Z is zero, and the group law of y² = x³ + b, which does not need b. The time of
/// these formulas tells when points are equal, opposite or infinite: they are for public points.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct Jacobian<T, TField>(in T x, in T y, in T z)
    where T : unmanaged
    where TField : ICoordinateField<T>
{
    public readonly T X = x;
    public readonly T Y = y;
    public readonly T Z = z;

    public static Jacobian<T, TField> Infinity => new(TField.One, TField.One, default);

    public bool IsInfinity => TField.IsZero(Z);

    /// <summary>-P.</summary>
    public Jacobian<T, TField> Negate() => new(X, TField.Negate(Y), Z);

    /// <summary>2P, dbl-2009-l: two products and five squares. Neither group has a point of order 2.</summary>
    public Jacobian<T, TField> Double()
    {
        T a = TField.Square(X);
        T b = TField.Square(Y);
        T c = TField.Square(b);
        T d = TField.Double(TField.Subtract(TField.Subtract(TField.Square(TField.Add(X, b)), a), c));
        T e = TField.Add(TField.Double(a), a);
        T x3 = TField.Subtract(TField.Square(e), TField.Double(d));
        T eightC = TField.Double(TField.Double(TField.Double(c)));
        T y3 = TField.Subtract(TField.Multiply(e, TField.Subtract(d, x3)), eightC);
        return new(x3, y3, TField.Double(TField.Multiply(Y, Z)));
    }

    /// <summary>P + Q, add-2007-bl: eleven products and five squares.</summary>
    public Jacobian<T, TField> Add(in Jacobian<T, TField> other)
    {
        if (IsInfinity)
        {
            return other;
        }

        if (other.IsInfinity)
        {
            return this;
        }

        T z1z1 = TField.Square(Z);
        T z2z2 = TField.Square(other.Z);
        T u1 = TField.Multiply(X, z2z2);
        T s1 = TField.Multiply(TField.Multiply(Y, other.Z), z2z2);
        T h = TField.Subtract(TField.Multiply(other.X, z1z1), u1);
        T halfR = TField.Subtract(TField.Multiply(TField.Multiply(other.Y, Z), z1z1), s1);
        if (TField.IsZero(h))
        {
            return TField.IsZero(halfR) ? Double() : Infinity;
        }

        T i = TField.Square(TField.Double(h));
        T j = TField.Multiply(h, i);
        T r = TField.Double(halfR);
        T v = TField.Multiply(u1, i);
        T x3 = TField.Subtract(TField.Subtract(TField.Square(r), j), TField.Double(v));
        T y3 = TField.Subtract(TField.Multiply(r, TField.Subtract(v, x3)), TField.Double(TField.Multiply(s1, j)));
        T zz = TField.Subtract(TField.Subtract(TField.Square(TField.Add(Z, other.Z)), z1z1), z2z2);
        return new(x3, y3, TField.Multiply(zz, h));
    }

    /// <summary>P + (x, y), madd-2007-bl: seven products and four squares. The affine point is not the one at infinity.</summary>
    public Jacobian<T, TField> AddAffine(in T x, in T y)
    {
        if (IsInfinity)
        {
            return new(x, y, TField.One);
        }

        T z1z1 = TField.Square(Z);
        T h = TField.Subtract(TField.Multiply(x, z1z1), X);
        T halfR = TField.Subtract(TField.Multiply(TField.Multiply(y, Z), z1z1), Y);
        if (TField.IsZero(h))
        {
            return TField.IsZero(halfR) ? Double() : Infinity;
        }

        T hh = TField.Square(h);
        T i = TField.Double(TField.Double(hh));
        T j = TField.Multiply(h, i);
        T r = TField.Double(halfR);
        T v = TField.Multiply(X, i);
        T x3 = TField.Subtract(TField.Subtract(TField.Square(r), j), TField.Double(v));
        T y3 = TField.Subtract(TField.Multiply(r, TField.Subtract(v, x3)), TField.Double(TField.Multiply(Y, j)));
        T z3 = TField.Subtract(TField.Subtract(TField.Square(TField.Add(Z, h)), z1z1), hh);
        return new(x3, y3, z3);
    }

    /// <summary>Whether both are the same point, in whatever coordinates.</summary>
    public bool IsSamePoint(in Jacobian<T, TField> other)
    {
        if (IsInfinity || other.IsInfinity)
        {
            return IsInfinity && other.IsInfinity;
        }

        T z1z1 = TField.Square(Z);
        T z2z2 = TField.Square(other.Z);
        return TField.AreEqual(TField.Multiply(X, z2z2), TField.Multiply(other.X, z1z1))
            && TField.AreEqual(
                TField.Multiply(Y, TField.Multiply(z2z2, other.Z)),
                TField.Multiply(other.Y, TField.Multiply(z1z1, Z)));
    }

    /// <summary>The affine coordinates, given 1/Z.</summary>
    public (T X, T Y) ScaleBy(in T inverseOfZ)
    {
        T square = TField.Square(inverseOfZ);
        return (TField.Multiply(X, square), TField.Multiply(Y, TField.Multiply(square, inverseOfZ)));
    }

    /// <summary>The multiple by a public number of limbs, the lowest first, bit by bit. Right for points of any order.</summary>
    public Jacobian<T, TField> MultiplyPlainly(ReadOnlySpan<ulong> multiplier)
    {
        Jacobian<T, TField> result = Infinity;
        for (int bit = (64 * multiplier.Length) - 1; bit >= 0; bit--)
        {
            result = result.Double();
            if ((multiplier[bit / 64] >> (bit % 64) & 1) != 0)
            {
                result = result.Add(this);
            }
        }

        return result;
    }
}
