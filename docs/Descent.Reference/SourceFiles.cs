using System.Globalization;
using System.Reflection;

namespace Descent.Reference;

/// <summary>Which class a definition describes, how it is made, and the file that it is written in.</summary>
internal sealed class SourceFiles(string root)
{
    private readonly Dictionary<object, Type> types = typeof(Definition).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters && type != typeof(Catalog))
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(property => typeof(Definition).IsAssignableFrom(property.PropertyType))
            .Select(property => (Type: type, Definition: property.GetValue(null))))
        .ToDictionary(pair => pair.Definition!, pair => pair.Type, ReferenceEqualityComparer.Instance);

    private readonly ILookup<string, string> files = Directory.EnumerateFiles(Path.Combine(root, "src", "Descent"), "*.cs", SearchOption.AllDirectories)
        .ToLookup(path => Path.GetFileNameWithoutExtension(path), path => Path.GetRelativePath(root, path).Replace('\\', '/'));

    /// <summary>The class's constructors and a link to its file; empty where the definition stands for no class of its own.</summary>
    public string Describe(Definition definition)
    {
        if (!types.TryGetValue(definition, out var type))
        {
            return "";
        }

        // What a specification alone can make has no class that users see.
        var made = !type.IsPublic ? [] : type.GetConstructors().Select(constructor => Cell.Code($"new {type.Name}({Parameters(constructor)})"));
        var file = files[type.Name].FirstOrDefault();
        return string.Join(" or ", file is null ? made : made.Append($"[{type.Name}.cs](../../../{file})")).Replace(" or [", ", [", StringComparison.Ordinal);
    }

    private static string Parameters(ConstructorInfo constructor) => string.Join(", ", constructor.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}"));

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        bool flag => flag ? "true" : "false",
        Enum value => $"{value.GetType().Name}.{value}",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => $"\"{value}\"",
    };

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (type.IsGenericType)
        {
            var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
            return type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) ? $"({arguments})" : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "bool",
            TypeCode.Double => "double",
            TypeCode.Single => "float",
            TypeCode.Int32 when !type.IsEnum => "int",
            TypeCode.Int64 => "long",
            TypeCode.UInt64 => "ulong",
            TypeCode.String => "string",
            _ => type.Name,
        };
    }
}
