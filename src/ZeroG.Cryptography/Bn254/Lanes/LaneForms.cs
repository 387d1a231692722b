using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Changes between integers and their Montgomery form for many elements, eight at once.</summary>
internal static unsafe class LaneForms<TModulus>
    where TModulus : struct, IModulus
{
    private static readonly AlignedBuffer<double> Factors = CreateFactors();

    /// <summary>The integers that canonical Montgomery forms stand for, of a multiple of eight elements; may be in place.</summary>
    public static void FromMontgomery(Limbs4* source, Limbs4* target, int count) => Multiply(Factors.Pointer, source, target, count);

    /// <summary>The Montgomery forms of integers below p, of a multiple of eight elements; may be in place.</summary>
    public static void ToMontgomery(Limbs4* source, Limbs4* target, int count) =>
        Multiply(Factors.Pointer + LanesTable<TModulus>.FactorLength, source, target, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(double* factor, Limbs4* source, Limbs4* target, int count)
    {
        Lanes8<TModulus> numbers;
        for (int i = 0; i < count; i += Lanes8<TModulus>.Count)
        {
            Lanes8<TModulus>.LoadPacked(source + i, out numbers);
            Lanes8<TModulus>.MultiplyFixed(numbers, factor, out numbers);
            Lanes8<TModulus>.StoreReduced(numbers, target + i);
        }
    }

    /// <summary>1/R and R, whose Montgomery forms are 1 and R².</summary>
    private static AlignedBuffer<double> CreateFactors()
    {
        AlignedBuffer<double> factors = new(2 * LanesTable<TModulus>.FactorLength);
        LanesTable<TModulus>.WriteFactor(new(1, 0, 0, 0), factors.Pointer);
        LanesTable<TModulus>.WriteFactor(TModulus.R2, factors.Pointer + LanesTable<TModulus>.FactorLength);
        return factors;
    }
}
