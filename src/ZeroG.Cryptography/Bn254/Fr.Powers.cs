namespace ZeroG.Cryptography.Bn254;

/// <content>Rows of powers.</content>
public readonly partial struct Fr
{
    /// <summary>first, first·ratio, first·ratio² and so on.</summary>
    public static Fr[] Powers(Fr first, Fr ratio, int count)
    {
        Fr[] powers = new Fr[count];
        Powers(first, ratio, powers);
        return powers;
    }

    /// <summary>Fills a span with first, first·ratio, first·ratio² and so on.</summary>
    public static void Powers(Fr first, Fr ratio, Span<Fr> powers)
    {
        foreach (ref Fr power in powers)
        {
            power = first;
            first *= ratio;
        }
    }
}
