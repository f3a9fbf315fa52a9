// SPDX-License-Identifier: MIT
using static Composer.Python.Native.LibPython;

namespace Composer.Python.Native;

/// <summary>The C API, one row per function, found by name at run time so that one build serves every CPython from 3.9 on.</summary>
/// <remarks>
/// "new" results are owned by the caller, "borrowed" ones are not. A row has SuppressGCTransition only when the call is short and can run neither
/// Python nor managed code: nothing that may start a garbage collection (no allocation of containers) or drop the last reference of an object.
/// </remarks>
internal static unsafe class Py
{
#pragma warning disable CA1823, IDE0051
    // Life of the interpreter
    internal static readonly delegate* unmanaged[Cdecl]<int, void> InitializeEx = (delegate* unmanaged[Cdecl]<int, void>)Symbol("Py_InitializeEx");
    internal static readonly delegate* unmanaged[Cdecl]<nint, void> SetProgramName = (delegate* unmanaged[Cdecl]<nint, void>)OptionalSymbol("Py_SetProgramName");

    internal static readonly delegate* unmanaged[Cdecl]<nint> CurrentInterpreter = (delegate* unmanaged[Cdecl]<nint>)Symbol("PyInterpreterState_Get");
    internal static readonly delegate* unmanaged[Cdecl]<nint> MainInterpreter = (delegate* unmanaged[Cdecl]<nint>)Symbol("PyInterpreterState_Main");

    // The GIL
    internal static readonly delegate* unmanaged[Cdecl]<int> GilEnsure = (delegate* unmanaged[Cdecl]<int>)Symbol("PyGILState_Ensure");
    internal static readonly delegate* unmanaged[Cdecl]<nint> SaveThread = (delegate* unmanaged[Cdecl]<nint>)Symbol("PyEval_SaveThread");
    internal static readonly delegate* unmanaged[Cdecl]<nint, void> RestoreThread = (delegate* unmanaged[Cdecl]<nint, void>)Symbol("PyEval_RestoreThread");

    // References
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void> IncRef = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void>)Symbol("Py_IncRef");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void> DecRefShared = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void>)Symbol("Py_DecRef"); // never the last one
    internal static readonly delegate* unmanaged[Cdecl]<nint, void> DecRef = (delegate* unmanaged[Cdecl]<nint, void>)Symbol("Py_DecRef");

    // Calls: new
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint*, nuint, nint, nint> Vectorcall = (delegate* unmanaged[Cdecl]<nint, nint*, nuint, nint, nint>)Symbol("PyObject_Vectorcall", "PyObject_VectorcallDict");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint> Call = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)Symbol("PyObject_Call");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> GetAttr = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Symbol("PyObject_GetAttr");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> IsCallable = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Symbol("PyCallable_Check");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, int, int> Compare = (delegate* unmanaged[Cdecl]<nint, nint, int, int>)Symbol("PyObject_RichCompareBool");
    internal static readonly delegate* unmanaged[Cdecl]<nint, int> Truth = (delegate* unmanaged[Cdecl]<nint, int>)Symbol("PyObject_IsTrue");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> GetIter = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyObject_GetIter");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> IterNext = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyIter_Next");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> Type = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyObject_Type");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint> TypeFlags = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint>)Symbol("PyType_GetFlags");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> ImportModule = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyImport_Import");
    internal static readonly delegate* unmanaged[Cdecl]<byte*, nint> AddModule = (delegate* unmanaged[Cdecl]<byte*, nint>)Symbol("PyImport_AddModule");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> ModuleDict = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyModule_GetDict");
    internal static readonly delegate* unmanaged[Cdecl]<byte*, byte*, int, nint> CompileString = (delegate* unmanaged[Cdecl]<byte*, byte*, int, nint>)Symbol("Py_CompileString");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint> EvalCode = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)Symbol("PyEval_EvalCode");
    internal static readonly delegate* unmanaged[Cdecl]<MethodDef*, nint, nint, nint> NewFunction = (delegate* unmanaged[Cdecl]<MethodDef*, nint, nint, nint>)Symbol("PyCFunction_NewEx");

    // bytearray: borrowed, as long as its size stays
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*> ByteArrayBytes = (delegate* unmanaged[Cdecl]<nint, byte*>)Symbol("PyByteArray_AsString");

    // Errors
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint> ErrorOccurred = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint>)Symbol("PyErr_Occurred");
    internal static readonly delegate* unmanaged[Cdecl]<nint*, nint*, nint*, void> ErrorFetch = (delegate* unmanaged[Cdecl]<nint*, nint*, nint*, void>)Symbol("PyErr_Fetch");
    internal static readonly delegate* unmanaged[Cdecl]<nint*, nint*, nint*, void> ErrorNormalize = (delegate* unmanaged[Cdecl]<nint*, nint*, nint*, void>)Symbol("PyErr_NormalizeException");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, void> ErrorRestore = (delegate* unmanaged[Cdecl]<nint, nint, nint, void>)Symbol("PyErr_Restore");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, void> ErrorSet = (delegate* unmanaged[Cdecl]<nint, nint, void>)Symbol("PyErr_SetObject");
    internal static readonly delegate* unmanaged[Cdecl]<void> ErrorClear = (delegate* unmanaged[Cdecl]<void>)Symbol("PyErr_Clear");
    internal static readonly delegate* unmanaged[Cdecl]<void> SetInterrupt = (delegate* unmanaged[Cdecl]<void>)Symbol("PyErr_SetInterrupt");
    internal static readonly delegate* unmanaged[Cdecl]<nint, int> ErrorMatches = (delegate* unmanaged[Cdecl]<nint, int>)Symbol("PyErr_ExceptionMatches");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, int> SetTraceback = (delegate* unmanaged[Cdecl]<nint, nint, int>)Symbol("PyException_SetTraceback");

    // dict: items borrowed
    internal static readonly delegate* unmanaged[Cdecl]<nint> NewDict = (delegate* unmanaged[Cdecl]<nint>)Symbol("PyDict_New");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> CopyDict = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyDict_Copy");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int> SetItemPlain = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int>)Symbol("PyDict_SetItem");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, int> SetItem = (delegate* unmanaged[Cdecl]<nint, nint, nint, int>)Symbol("PyDict_SetItem");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> GetItem = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Symbol("PyDict_GetItemWithError");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint> GetItemPlain = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint>)Symbol("PyDict_GetItemWithError");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> DictSize = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Symbol("PyDict_Size");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, int> DelItem = (delegate* unmanaged[Cdecl]<nint, nint, int>)Symbol("PyDict_DelItem");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint*, nint*, nint*, int> NextItem = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint*, nint*, nint*, int>)Symbol("PyDict_Next");

    // list and tuple: items borrowed
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> NewList = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyList_New");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> ListSize = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Symbol("PyList_Size");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint> ListItem = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint>)Symbol("PyList_GetItem");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int> SetListItem = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int>)Symbol("PyList_SetItem");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint> NewTuple = (delegate* unmanaged[Cdecl]<nint, nint>)Symbol("PyTuple_New");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> TupleSize = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Symbol("PyTuple_Size");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint> TupleItem = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint>)Symbol("PyTuple_GetItem");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int> SetTupleItem = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, int>)Symbol("PyTuple_SetItem");

    // str, bytes, numbers: new
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int, void*, nint, nint> NewString = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int, void*, nint, nint>)Symbol("PyUnicode_FromKindAndData");
    internal static readonly delegate* unmanaged[Cdecl]<byte*, nint, byte*, int*, nint> DecodeUtf16 = (delegate* unmanaged[Cdecl]<byte*, nint, byte*, int*, nint>)Symbol("PyUnicode_DecodeUTF16");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint*, void> Intern = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint*, void>)Symbol("PyUnicode_InternInPlace");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint*, byte*> Utf8 = (delegate* unmanaged[Cdecl]<nint, nint*, byte*>)Symbol("PyUnicode_AsUTF8AndSize");
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> AsWide = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)Symbol("PyUnicode_AsWideCharString");
    internal static readonly delegate* unmanaged[Cdecl]<nint, void> MemFree = (delegate* unmanaged[Cdecl]<nint, void>)Symbol("PyMem_Free");
    internal static readonly delegate* unmanaged[Cdecl]<byte*, nint, nint> NewBytes = (delegate* unmanaged[Cdecl]<byte*, nint, nint>)Symbol("PyBytes_FromStringAndSize");
    internal static readonly delegate* unmanaged[Cdecl]<nint*, nint, int> ResizeBytes = (delegate* unmanaged[Cdecl]<nint*, nint, int>)Symbol("_PyBytes_Resize"); // of a new object, before anybody else knows it
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*> BytesData = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*>)Symbol("PyBytes_AsString");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> BytesSize = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Symbol("PyBytes_Size");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<long, nint> NewLong = (delegate* unmanaged[Cdecl, SuppressGCTransition]<long, nint>)Symbol("PyLong_FromLongLong");
    internal static readonly delegate* unmanaged[Cdecl]<nint, int*, long> LongOverflow = (delegate* unmanaged[Cdecl]<nint, int*, long>)Symbol("PyLong_AsLongLongAndOverflow");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<double, nint> NewFloat = (delegate* unmanaged[Cdecl, SuppressGCTransition]<double, nint>)Symbol("PyFloat_FromDouble");
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double> FloatValue = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double>)Symbol("PyFloat_AsDouble");

    // Objects of the library
    internal static readonly nint None = Symbol("_Py_NoneStruct");
    internal static readonly nint True = Symbol("_Py_TrueStruct");
    internal static readonly nint False = Symbol("_Py_FalseStruct");
    internal static readonly nint StrType = Symbol("PyUnicode_Type");
    internal static readonly nint BytesType = Symbol("PyBytes_Type");
    internal static readonly nint LongType = Symbol("PyLong_Type");
    internal static readonly nint FloatType = Symbol("PyFloat_Type");
    internal static readonly nint ListType = Symbol("PyList_Type");
    internal static readonly nint TupleType = Symbol("PyTuple_Type");
#pragma warning restore CA1823, IDE0051

    internal const int CallFast = 0x80;
    internal const int Equal = 2;

    /// <summary>Says that the slot before the arguments may be used by the callee (PEP 590).</summary>
    internal static nuint ArgumentsOffset => (nuint)1 << ((sizeof(nuint) * 8) - 1);

    private const nuint SubclassOfList = 1u << 25;
    private const nuint SubclassOfTuple = 1u << 26;
    private const nuint SubclassOfBytes = 1u << 27;
    private const nuint SubclassOfStr = 1u << 28;
    private const nuint SubclassOfDict = 1u << 29;

    /// <summary>The exact type of an object: borrowed. The place of <c>ob_type</c> is checked at start (<see cref="Interpreter"/>).</summary>
    internal static nint TypeOf(nint value) => *(nint*)(value + sizeof(nint));

    /// <summary>Whether Python takes an object for true: asks its <c>__bool__</c> or <c>__len__</c>.</summary>
    internal static bool IsTrue(nint value) => Truth(value) is var truth and >= 0 ? truth != 0 : throw PythonError.Take();

    internal static bool IsStr(nint value) => TypeOf(value) == StrType || (TypeFlags(TypeOf(value)) & SubclassOfStr) != 0;

    internal static bool IsBytes(nint value) => TypeOf(value) == BytesType || (TypeFlags(TypeOf(value)) & SubclassOfBytes) != 0;

    internal static bool IsList(nint value) => TypeOf(value) == ListType || (TypeFlags(TypeOf(value)) & SubclassOfList) != 0;

    internal static bool IsTuple(nint value) => TypeOf(value) == TupleType || (TypeFlags(TypeOf(value)) & SubclassOfTuple) != 0;

    internal static bool IsDict(nint value) => (TypeFlags(TypeOf(value)) & SubclassOfDict) != 0;
}
