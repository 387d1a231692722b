namespace ZeroG.Cryptography.Bn254;

/// <summary>r = 36x⁴ + 36x³ + 18x² + 6x + 1 with x = 4965661367192848881: the order of the groups, and the field of scalars.</summary>
internal readonly struct FrModulus : IModulus
{
    public static ulong P0 => 0x43e1f593f0000001;

    public static ulong P1 => 0x2833e84879b97091;

    public static ulong P2 => 0xb85045b68181585d;

    public static ulong P3 => 0x30644e72e131a029;

    public static ulong NegativeInverse => 0xc2e1f593efffffff;

    public static Limbs4 R => new(0xac96341c4ffffffb, 0x36fc76959f60cd29, 0x666ea36f7879462e, 0x0e0a77c19a07df2f);

    public static Limbs4 R2 => new(0x1bb8e645ae216da7, 0x53fe3ab1e35c59e3, 0x8c49833d53bb8085, 0x0216d0b17f4e44a5);
}
