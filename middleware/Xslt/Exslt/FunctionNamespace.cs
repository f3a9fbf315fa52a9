// SPDX-License-Identifier: MIT
using System.Collections;
using System.Reflection;
using System.Reflection.Emit;

namespace Composer.Middleware;

/// <summary>Functions of one XML namespace, as an object that a stylesheet may call.</summary>
/// <remarks>XSLT looks for methods by their name, and no C# method can be called <c>month-name</c>: the object's class is made at run time.</remarks>
/// <param name="uri">The namespace.</param>
internal sealed class FunctionNamespace(string uri) : IEnumerable<KeyValuePair<string, Delegate>>
{
    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Composer.Exslt"), AssemblyBuilderAccess.Run).DefineDynamicModule("Composer.Exslt");

    private readonly List<KeyValuePair<string, Delegate>> _functions = [];
    private readonly Lock _lock = new();
    private object? _object;

    /// <summary>The namespace.</summary>
    public string Uri => uri;

    /// <summary>The object with all functions.</summary>
    public object Object
    {
        get
        {
            lock (_lock)
            {
                return _object ??= Made();
            }
        }
    }

    /// <summary>Adds a function. Those of one name differ in the number of their parameters.</summary>
    public void Add(string name, Delegate function) => _functions.Add(new(name, function));

    /// <summary>Whether there is a function of that name.</summary>
    public bool Has(string name) => _functions.Exists(function => function.Key == name);

    public IEnumerator<KeyValuePair<string, Delegate>> GetEnumerator() => _functions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object Made()
    {
        TypeBuilder type;
        lock (Module)
        {
            type = Module.DefineType($"Functions{Module.GetTypes().Length}", TypeAttributes.Public | TypeAttributes.Sealed);
            for (var i = 0; i < _functions.Count; i++)
            {
                Define(type, i, _functions[i].Key, _functions[i].Value);
            }
            var made = Activator.CreateInstance(type.CreateType())!; // a class with a constructor
            for (var i = 0; i < _functions.Count; i++)
            {
                made.GetType().GetField(FieldName(i))!.SetValue(made, _functions[i].Value); // Define made it
            }
            return made;
        }
    }

    // public R name(P1 p1, …) => field(p1, …);
    private static void Define(TypeBuilder type, int number, string name, Delegate function)
    {
        var invoke = function.GetType().GetMethod("Invoke")!; // every delegate has one
        var parameters = Array.ConvertAll(invoke.GetParameters(), parameter => parameter.ParameterType);
        var field = type.DefineField(FieldName(number), function.GetType(), FieldAttributes.Public);
        var code = type.DefineMethod(name, MethodAttributes.Public, invoke.ReturnType, parameters).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, field);
        for (var i = 1; i <= parameters.Length; i++)
        {
            code.Emit(OpCodes.Ldarg, (short)i);
        }
        code.Emit(OpCodes.Callvirt, invoke);
        code.Emit(OpCodes.Ret);
    }

    private static string FieldName(int number) => $"f{number}";
}
