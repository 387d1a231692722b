namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// What the formulas for points need of the field that coordinates lie in, so that each formula is written once for G1 and G2. The compiler
/// makes a copy for each field.
/// </summary>
/// <typeparam name="T">The elements.</typeparam>
internal interface ICoordinateField<T>
    where T : unmanaged
{
    static abstract T One { get; }

    static abstract bool IsZero(in T a);

    static abstract bool AreEqual(in T a, in T b);

    static abstract T Add(in T a, in T b);

    static abstract T Subtract(in T a, in T b);

    static abstract T Negate(in T a);

    static abstract T Double(in T a);

    static abstract T Multiply(in T a, in T b);

    static abstract T Square(in T a);

    static abstract T Inverse(in T a);

    /// <summary>The same in less time, which depends on a.</summary>
    static abstract T InverseOfPublic(in T a);

    /// <summary>The product with 3b, b the constant of the group's equation.</summary>
    static abstract T MultiplyBy3B(in T a);

    /// <summary>The x of λ(x, y), λ that of <see cref="Glv"/>.</summary>
    static abstract T MultiplyByBeta(in T x);
}
