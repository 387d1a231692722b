namespace ZeroG.Cryptography.Bn254;

/// <summary>From coordinates with a denominator to coordinates without, one inversion for many points (Montgomery's trick).</summary>
internal static class Normalization
{
    /// <summary>Fills the affine points; those at infinity become (0, 0).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Normalize<T, TField>(ReadOnlySpan<Jacobian<T, TField>> points, Span<AffinePair<T>> affine)
        where T : unmanaged
        where TField : ICoordinateField<T>
    {
        if (points.Length != affine.Length)
        {
            throw new ArgumentException($"There are {points.Length} points and room for {affine.Length}.", nameof(affine));
        }

        // Until a place gets its point, it holds the product of the denominators before it.
        T product = TField.One;
        for (int i = 0; i < points.Length; i++)
        {
            affine[i].X = product;
            if (!points[i].IsInfinity)
            {
                product = TField.Multiply(product, points[i].Z);
            }
        }

        T inverse = TField.InverseOfPublic(product);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            if (points[i].IsInfinity)
            {
                affine[i] = default;
                continue;
            }

            T inverseOfZ = TField.Multiply(inverse, affine[i].X);
            inverse = TField.Multiply(inverse, points[i].Z);
            (affine[i].X, affine[i].Y) = points[i].ScaleBy(inverseOfZ);
        }
    }
}
