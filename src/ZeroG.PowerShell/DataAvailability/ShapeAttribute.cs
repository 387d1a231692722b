using System.Management.Automation;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Takes the shape of a matrix as two numbers, log2 of its rows and of its columns: <c>6, 5</c> for 64 rows of 32 cells.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShapeAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is MatrixShape)
        {
            return value;
        }

        try
        {
            int[]? logs = LanguagePrimitives.ConvertTo<int[]>(value is string text ? text.Split(',') : value);
            return logs is { Length: 2 }
                ? new MatrixShape(logs[0], logs[1])
                : throw new ArgumentTransformationMetadataException(
                    "A shape is two numbers: log2 of the rows and of the columns, such as 10, 10.");
        }
        catch (Exception wrong) when (wrong is PSInvalidCastException or ArgumentOutOfRangeException)
        {
            string given = value is object[] several ? string.Join(", ", several) : $"{value}";
            throw new ArgumentTransformationMetadataException(
                $"'{given}' is no shape. Give log2 of the rows and of the columns, such as 10, 10: each at least 1, together at most 20.");
        }
    }
}
