using System.Management.Automation;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// Lets an amount come as <see cref="ByValueAttribute"/> says, and says of a text that is none what is wrong with it. Without that, the
/// engine reports of a row of a list only that the amount is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AmountAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = ByValueAttribute.TextOf(inputData);
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not string text)
        {
            return value;
        }

        try
        {
            return TokenAmount.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new ArgumentTransformationMetadataException(wrong.Message, wrong);
        }
    }
}
