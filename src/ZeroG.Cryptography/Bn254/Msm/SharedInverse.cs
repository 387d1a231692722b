using Lanes = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Bn254;

/// <summary>The one inversion for all lanes of four running products.</summary>
internal static unsafe class SharedInverse
{
    /// <summary>The factor for chords: the inverses are 2^518/product.</summary>
    public static readonly Fq Quarter = Fq.FromUInt64(4).Inverse();

    /// <summary>The factor for tangents, whose numerators are squares that have lost 2^4: the inverses are 2^522/product.</summary>
    public static readonly Fq Four = Fq.FromUInt64(4);

    /// <summary>Replaces four lanes' products, none zero, by 2^520·factor/product.</summary>
    public static void Invert(Lanes* chains, in Fq factor)
    {
        Lanes.Multiply(chains[0], chains[1], out Lanes front);
        Lanes.Multiply(chains[2], chains[3], out Lanes back);
        Lanes.Multiply(front, back, out Lanes all);

        // Stored, a number has lost 2^4, and loaded it gets them back.
        Fq* values = stackalloc Fq[Lanes.Count];
        Fq* products = stackalloc Fq[Lanes.Count];
        Lanes.Store(all, (Limbs4*)values);
        Fq product = Fq.One;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            products[lane] = product;
            product *= values[lane];
        }

        Fq inverse = product.InverseOfPublic() * factor;
        for (int lane = Lanes.Count - 1; lane >= 0; lane--)
        {
            Fq value = values[lane];
            values[lane] = inverse * products[lane];
            inverse *= value;
        }

        Lanes.Load((Limbs4*)values, out all);
        Lanes.Reduce(all, out all);
        Lanes.Multiply(all, back, out back);
        Lanes.Multiply(all, front, out front);
        Lanes first = chains[0];
        Lanes.Multiply(back, chains[1], out chains[0]);
        Lanes.Multiply(back, first, out chains[1]);
        Lanes third = chains[2];
        Lanes.Multiply(front, chains[3], out chains[2]);
        Lanes.Multiply(front, third, out chains[3]);
    }
}
