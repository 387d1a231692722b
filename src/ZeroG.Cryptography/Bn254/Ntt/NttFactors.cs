namespace ZeroG.Cryptography.Bn254;

/// <summary>Factors for the positions of a line, the same for all lines.</summary>
internal sealed unsafe class NttFactors
{
    private readonly Fr[] _values;
    private readonly AlignedBuffer<double>? _spread;
    private readonly int _stride;

    private NttFactors(Fr[] values, int stride, bool lanes)
    {
        _values = values;
        _stride = stride;
        _spread = lanes ? Spread(values) : null;
    }

    public Fr this[int position] => _values[position * _stride];

    /// <summary>One factor for all positions.</summary>
    public static NttFactors Constant(Fr value, bool lanes) => new([value], 0, lanes);

    /// <summary>The powers of a number.</summary>
    public static NttFactors Powers(Fr ratio, int count, bool lanes) => new(Fr.Powers(Fr.One, ratio, count), 1, lanes);

    /// <summary>The factors as <see cref="Lanes8{TModulus}.MultiplyFixed"/> takes them, one after another.</summary>
    public static AlignedBuffer<double> Spread(ReadOnlySpan<Fr> values)
    {
        AlignedBuffer<double> spread = new(values.Length * LanesTable<FrModulus>.FactorLength);
        for (int i = 0; i < values.Length; i++)
        {
            LanesTable<FrModulus>.WriteFactor(values[i].Limbs, spread.Pointer + (i * LanesTable<FrModulus>.FactorLength));
        }

        return spread;
    }

    /// <summary>The spread factor of a position; only for factors made for lanes.</summary>
    public double* LaneFactor(int position) => _spread!.Pointer + (position * _stride * LanesTable<FrModulus>.FactorLength);
}
