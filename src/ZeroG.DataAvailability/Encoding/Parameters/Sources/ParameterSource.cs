using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>
/// Where parameters come from. Each method makes one array, of N cells, or 2^d for the vanishes of a depth, in the order in which files
/// hold it: powers in their order, everything else bit-reversed.
/// </summary>
internal abstract class ParameterSource(MatrixShape shape)
{
    public MatrixShape Shape { get; } = shape;

    /// <summary>The label of a known tau, which makes the parameters unsafe for all but development; null when nobody knows tau.</summary>
    public virtual string? Label => null;

    /// <summary>[tau^H] in G2.</summary>
    public abstract G2Affine HighG2 { get; }

    /// <summary>[tau^j].</summary>
    public abstract void TauPowers(Memory<G1Affine> points, ParameterWork work);

    /// <summary>[tau^(H+j)].</summary>
    public abstract void HighPowers(Memory<G1Affine> points, ParameterWork work);

    /// <summary>[tau^j] in G2.</summary>
    /// <exception cref="NotSupportedException">The source does not know them.</exception>
    public abstract void TauPowersG2(Memory<G2Affine> points, ParameterWork work);

    /// <summary>[L_t].</summary>
    public abstract void Basis(int coset, Memory<G1Affine> points, ParameterWork work);

    /// <summary>[tau^H L_t].</summary>
    public abstract void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work);

    /// <summary>[Q_d,t].</summary>
    public abstract void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work);

    /// <summary>[V_d,s] in G2 for all depths, one after the other: 2 + 4 + ... + 2^(log rows) points.</summary>
    public abstract void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work);

    /// <summary>Where the vanishes of a depth begin among those of all depths.</summary>
    public static int VanishStart(int depth) => (1 << depth) - 2;

    /// <summary>The vanishes of all depths of a coset.</summary>
    public static int VanishCount(MatrixShape shape) => VanishStart(shape.LogRows + 1);
}
