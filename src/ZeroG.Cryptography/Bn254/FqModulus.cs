namespace ZeroG.Cryptography.Bn254;

/// <summary>q = 36x⁴ + 36x³ + 24x² + 6x + 1 with x = 4965661367192848881: the field that coordinates of points are in.</summary>
internal readonly struct FqModulus : IModulus
{
    public static ulong P0 => 0x3c208c16d87cfd47;

    public static ulong P1 => 0x97816a916871ca8d;

    public static ulong P2 => 0xb85045b68181585d;

    public static ulong P3 => 0x30644e72e131a029;

    public static ulong NegativeInverse => 0x87d20782e4866389;

    public static Limbs4 R => new(0xd35d438dc58f0d9d, 0x0a78eb28f5c70b3d, 0x666ea36f7879462c, 0x0e0a77c19a07df2f);

    public static Limbs4 R2 => new(0xf32cfc5b538afa89, 0xb5e71911d44501fb, 0x47ab1eff0a417ff6, 0x06d89f71cab8351f);
}
