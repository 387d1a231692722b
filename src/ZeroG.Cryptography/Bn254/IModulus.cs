namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A prime p of 254 bits and what Montgomery arithmetic with R = 2^256 needs of it. The members are constants: the compiler of a kernel
/// that is generic over a modulus puts them into the instructions.
/// </summary>
internal interface IModulus
{
    /// <summary>Bits 0 to 63 of p.</summary>
    static abstract ulong P0 { get; }

    /// <summary>Bits 64 to 127 of p.</summary>
    static abstract ulong P1 { get; }

    /// <summary>Bits 128 to 191 of p.</summary>
    static abstract ulong P2 { get; }

    /// <summary>Bits 192 to 255 of p, of which the upper two are clear.</summary>
    static abstract ulong P3 { get; }

    /// <summary>-1/p mod 2^64.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>R mod p, which is the one of the Montgomery form.</summary>
    static abstract Limbs4 R { get; }

    /// <summary>R² mod p, which brings an integer into the Montgomery form.</summary>
    static abstract Limbs4 R2 { get; }
}
