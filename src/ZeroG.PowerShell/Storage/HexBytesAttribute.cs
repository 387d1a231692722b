using System.Management.Automation;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>Takes bytes as they are, or as text of <c>0x</c> and pairs of hex digits.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HexBytesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // The engine makes a number of 0x0102 without quotes, and keeps the text beside it.
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        string? text = value is string or int or long or decimal or double ? LanguagePrimitives.ConvertTo<string>(inputData) : null;
        return text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true && Hex.TryParseBytes(text, out byte[]? bytes) ? bytes
            : value is not string ? inputData
            : throw new ArgumentTransformationMetadataException($"'{text}' is no bytes: write 0x and pairs of hex digits, or pass bytes.");
    }
}
